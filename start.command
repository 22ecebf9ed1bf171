#!/bin/sh
# ダブルクリックで始めます。会場の端末から開けるように --lan を付けています。
cd "$(dirname "$0")" || exit 1
found=
for python in python3 python3.14 python3.13 python3.12 python3.11; do
  if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
    found=$python
    break
  fi
done
if [ -z "$found" ]; then
  echo "Python 3.11 以上を入れてから、もう一度ダブルクリックしてください。 / Please install Python 3.11 or newer."
else
  "$found" kit.py serve --lan "$@"
fi
printf '終わりました。Enter で閉じます。'
read -r _
