
if [ "$mode" = undo ]; then exit 0; fi
if [ "$missing" -gt 0 ]; then
  echo "$missing missing." >&2
  exit 1
fi
echo "Nothing is missing." >&2
