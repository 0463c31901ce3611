#!/bin/bash
# A stand-in for the image that the Dockerfile begins with, where no registry can be reached: Debian's own Python.
# As root:  tools/deploy/base.sh FOLDER [bookworm|trixie]   makes FOLDER/SUITE, a system of some 300 MB.
# Needs debootstrap and Debian's archive. Where pip must trust an authority of this machine, it does there as well.
set -euo pipefail
folder=${1:?folder} suite=${2:-bookworm} tree=$1/${2:-bookworm}
[ -e "$tree/usr/bin/python3" ] && exit 0
mkdir -p "$folder"
debootstrap --variant=minbase --include=ca-certificates,python3,python3-pip,python3-venv "$suite" "$tree" \
  http://deb.debian.org/debian >"$folder/$suite.log" 2>&1
rm -f "$tree"/usr/lib/python3*/EXTERNALLY-MANAGED # the real base has none
cp /etc/ssl/certs/ca-certificates.crt "$tree/etc/ssl/certs/ca-certificates.crt"
printf '[global]\ncert = /etc/ssl/certs/ca-certificates.crt\n' >"$tree/etc/pip.conf"
