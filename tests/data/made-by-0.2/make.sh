#!/usr/bin/env bash
# Makes what is in this folder again, from the texts of version 0.2 and with its code:
#     git worktree add ../simcheck-0.2 v0.2.0
#     python3 -m venv venv && . venv/bin/activate && pip install -e ../simcheck-0.2
#     bash tests/data/made-by-0.2/make.sh ../simcheck-0.2 FOLDER
set -euo pipefail
from=$(realpath "$1")
mkdir -p "$2"
cd "$2"
export LANG=C.UTF-8 SIMCHECK_LANG=zh TZ=Asia/Shanghai
unset SIMCHECK_CORPUS
read -ra simcheck <<< "${SIMCHECK:-simcheck}"
run() { "${simcheck[@]}" "$@"; }
[ "$(run --version)" = "simcheck 0.2.0" ]

mkdir corpus
head -n 24 "$from/corpus/青石镇2024年工作总结.txt" > checked.txt
head -n 30 "$from/corpus/青石镇2023年工作总结.txt" > corpus/去年.txt
cp corpus/去年.txt corpus/去年（同文）.txt
head -n 20 "$from/corpus/柳湾镇2024年工作总结.txt" > corpus/柳湾镇.md
head -n 20 "$from/corpus/石坡街道2025年工作要点.txt" > corpus/移出.txt
cp "$from"/tests/data/documents/{report.docx,parts.docx,pages.odt} corpus
cp "$from"/tests/data/bad/{gb18030.txt,report-cut.docx} corpus
cat > corpus/目录.jsonl << END
{"id": "甲", "title": "甲村简报", "date": "2024-03", "text": "甲村新建文化广场三处，整修灌溉渠道十二公里，改造低产茶园八百亩，发放补贴四十二万元。"}
{"id": "乙", "unit": "乙村", "text": "乙村新打机井四眼，铺设管道九千米，三百二十户村民用上了自来水，旱季不再挑水上山。"}
{"id": "丙"}
END
cp checked.txt corpus/另一份.txt

# in several steps, so that there are several files of postings
run corpus add corpus/去年.txt corpus/移出.txt --meta unit=移出镇 -q
run corpus add corpus/柳湾镇.md --meta date=2024-12 -q
run corpus add corpus -q || true
run corpus remove 移出.txt 另一份.txt --yes -q
rm corpus/移出.txt corpus/另一份.txt
run corpus phrases --add 打造湖畔云上茶乡 --strike 实行一把钥匙管到底 -q > /dev/null

"${PYTHON:-python}" -c "import simcheck; print(simcheck.read('corpus/pages.odt').text[2100:2500])" > part.txt
run check checked.txt -q -o check.json -o check.csv -o check.md -o check.docx -o check.txt
run check checked.txt -q --no-text -o check-no-text.json
run check corpus/柳湾镇.md checked.txt -q -o several.json
run compare checked.txt corpus/去年.txt -q -o compare.json -o compare.csv -o compare.md -o compare.docx -o compare.txt
run compare corpus/pages.odt part.txt -q -o pages.json
run corpus list --json > list.jsonl
run corpus stats --json > stats.json
run background build corpus/去年.txt corpus/柳湾镇.md -q -o background.npz --phrases none
# it only says who wrote last, on which machine
rm corpus/.simcheck/lock

