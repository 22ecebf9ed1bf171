#!/bin/sh
# ダブルクリックで始めます。会場の端末から開けるように --lan を付けています。
cd "$(dirname "$0")" || exit 1
if ! command -v python3 >/dev/null 2>&1; then
  echo "Python 3.11 以上を入れてから、もう一度ダブルクリックしてください。 / Please install Python 3.11 or newer."
else
  python3 kit.py serve --lan "$@"
fi
printf '終わりました。Enter で閉じます。'
read -r _
