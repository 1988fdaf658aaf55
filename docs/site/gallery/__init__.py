"""The gallery: a page for each scheme and each network of the catalogue, two schemes side by side, and an index that is
filtered in the browser. All that a page says is what the commands say."""
