"""OCR: pictures of pages become words with their places."""
