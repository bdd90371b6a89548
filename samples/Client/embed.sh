curl --fail-with-body "${GRID:-http://localhost:8080}/v1/embeddings" \
  -H "Authorization: Bearer ${UNIBIND_KEY:-none}" -H 'Content-Type: application/json' \
  -d '{"model": "classic@0", "input": ["a photo of a dog", {"type": "text", "text": "the sound of rain"}], "dimensions": 64}'
