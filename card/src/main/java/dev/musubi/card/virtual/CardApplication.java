package dev.musubi.card.virtual;

import dev.musubi.card.CardApplicationId;
import java.util.Map;

/** An application as it lies on the card: its name and its files by identifier. */
record CardApplication(CardApplicationId id, Map<Integer, CardFile> files) {

    CardApplication {
        files = Map.copyOf(files);
    }
}
