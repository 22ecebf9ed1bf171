"""How workshop_data/weights/e5_to_use.npz was made; run it again to check or renew it.

    python3 kit.py bench translate_map --data ../shared/dev-data

USE multilingual knows neither Vietnamese nor Nepali, e5 knows both. A linear map (ridge) from
e5's space into USE's lets such comments stand beside the others. It is learnt from SIB-200's
parallel sentences, only from those whose index falls in the tuning half (quality_sets.half),
and from the kit's own short phrases (policy_fields.yaml), which teach it how short notes sound.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import yaml

from bench.quality_sets import LANGUAGES, half, rows_of
from workshop import embed
from workshop.embed import unit
from workshop.text import WORDS

TRUSTED = ("jpn_Jpan", "eng_Latn", "zho_Hans", "por_Latn")      # languages USE knows
RIDGE, SHORT = 1.0, 3          # strength of the ridge; weight of the short phrases


def learn(data: Path) -> dict[str, np.ndarray]:
    """The map and its two means: use ≈ unit((e5 − e5_mean) @ map + use_mean)."""
    sentences = {}
    for language in LANGUAGES:
        rows = sorted(rows_of(data / f"sib200_{language}.csv"), key=lambda r: r["index_id"])
        sentences[language] = [r["text"] for r in rows if half("sib" + r["index_id"]) == "tune"]
    use = unit(sum(embed.EMBEDDERS["use"](sentences[lang]) for lang in TRUSTED))
    short = [phrase for own in yaml.safe_load(
        (WORDS / "policy_fields.yaml").read_text(encoding="utf-8")).values() for phrase in own]
    e5 = np.vstack([embed.e5(own) for own in sentences.values()] + [embed.e5(short)] * SHORT)
    target = np.vstack([use] * len(sentences) + [embed.EMBEDDERS["use"](short)] * SHORT)
    e5_mean, use_mean = e5.mean(axis=0), target.mean(axis=0)
    left = (e5 - e5_mean).T @ (e5 - e5_mean) + RIDGE * np.eye(e5.shape[1])
    found = np.linalg.solve(left, (e5 - e5_mean).T @ (target - use_mean))
    return {"map": found.astype(np.float16), "e5_mean": e5_mean.astype(np.float32),
            "use_mean": use_mean.astype(np.float32)}


def main() -> None:
    """Learn the map and write it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--out", type=Path, default=embed.MAP)
    asked = options.parse_args()
    np.savez_compressed(asked.out, **learn(asked.data))
    print(f"{asked.out}: {asked.out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
