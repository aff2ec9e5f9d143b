#!/usr/bin/env bash
# Makes sure that Chromium and an Arabic font are there: tests open the report in them.
set -euo pipefail

missing=()
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || missing+=(chromium)
fc-list :lang=ar 2>/dev/null | grep -q . || missing+=(fontconfig fonts-noto-core)
if [[ ${#missing[@]} == 0 ]]; then
  exit 0
fi
if [[ $(id -u) != 0 ]] || ! command -v apt-get >/dev/null; then
  echo "Missing: ${missing[*]}; install them first: apt-get install ${missing[*]}" >&2
  exit 1
fi
echo "Installing ${missing[*]}" >&2
export DEBIAN_FRONTEND=noninteractive
{
  apt-get update -qq
  apt-get install -qq -y --no-install-recommends "${missing[@]}"
} >&2
