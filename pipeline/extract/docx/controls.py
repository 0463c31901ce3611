"""Content controls of a Word file: whether they hold an answer, or show but the prompt they came with."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from pipeline.extract.docx.names import T, child, switch, value, w

_ON = {"1", "true", "on"}
# How prompts begin that Word, LibreOffice and their users write, where the file does not say what the prompt was
_PROMPT = re.compile(
    r"\W*(?:please\s+)?(?:click|tap|choose|select|enter|type|pick|insert|klicken|tippen|wählen|cliquez|choisissez"
    r"|sélectionnez|entrez|haga clic|elija|seleccione|escriba|clique|escolha|selecione|fare clic|scegli|seleziona)\b",
    re.IGNORECASE,
)


class Prompts:
    """Tells a prompt from an answer in a control that says it shows its prompt.

    Word takes that word back when somebody types; programs that fill in a form often do not. So what is shown is the
    prompt where it says what the file's own prompt says; where that is unknown, where it is set in the style of
    prompts or worded like one.
    """

    def __init__(self, load: Callable[[], etree._Element | None]) -> None:
        """load: gives the glossary part, in which a file keeps its prompts. It is called when a prompt is met."""
        self._load = load
        self._known: dict[str, str] | None = None

    def unanswered(self, properties: etree._Element | None, content: etree._Element) -> bool:
        """Whether a control shows its prompt, or the entry of a list that stands for no choice."""
        if properties is None:
            return False
        if switch(properties.find(w("showingPlcHdr"))):
            return self._is_prompt(properties, content)
        for name in ("dropDownList", "comboBox"):
            if (choices := properties.find(w(name))) is not None:
                return _shown(content) in _no_choices(choices)
        return False

    def _is_prompt(self, properties: etree._Element, content: etree._Element) -> bool:
        shown, own = _shown(content), self._own(value(properties.find(w("placeholder")), "docPart"))
        if not shown or own:
            return shown == own or not shown
        styles = [style.get(w("val"), "").lower() for style in content.iter(w("rStyle"))]
        return any("placeholder" in style or "platzhalter" in style for style in styles) or bool(_PROMPT.match(shown))

    def _own(self, name: str | None) -> str:
        """The prompt of that name which the file keeps; empty where it keeps none."""
        if self._known is None:
            root = self._load()
            parts = () if root is None else root.iter(w("docPart"))
            self._known = {value(child(part, w("docPartPr")), "name") or "": _shown(part) for part in parts}
        return self._known.get(name or "", "")


def _shown(element: etree._Element) -> str:
    return " ".join("".join(text.text or "" for text in element.iter(T)).split())


def tick_of(properties: etree._Element | None) -> bool | None:
    """The state of a tick box control, None for a control of another kind."""
    box = None if properties is None else properties.find("{*}checkbox")
    if box is None:
        return None
    state = box.find("{*}checked")
    text = "0" if state is None else next((v for name, v in state.items() if str(name).endswith("}val")), "1")
    return str(text).lower() in _ON


def _no_choices(choices: etree._Element) -> set[str]:
    """The entries of a list that have no value: Word refuses to take them for an answer."""
    entries = choices.iterchildren(w("listItem"))
    return {entry.get(w("displayText"), "").strip() for entry in entries if not entry.get(w("value"))}
