package dev.musubi.assurance.catalogue;

import java.util.Map;

/**
 * The same thing said twice. Words in braces ({@code {level}}) are filled in by {@link #with}.
 *
 * @param ja in Japanese, which residents and officials read first
 * @param en in English
 */
public record Sentence(String ja, String en) {

    /** Refuses an empty half: whoever reads only one language reads all of it. */
    public Sentence {
        if (ja.isBlank() || en.isBlank()) {
            throw new IllegalArgumentException("a sentence is said in Japanese and in English");
        }
    }

    /** A name that is the same in both languages. */
    public static Sentence both(String text) {
        return new Sentence(text, text);
    }

    /** With the words filled in; a {@link Sentence} as a value gives each language its own. */
    public Sentence with(Map<String, Sentence> words) {
        String japanese = ja;
        String english = en;
        for (Map.Entry<String, Sentence> word : words.entrySet()) {
            String place = "{" + word.getKey() + "}";
            japanese = japanese.replace(place, word.getValue().ja());
            english = english.replace(place, word.getValue().en());
        }
        return new Sentence(japanese, english);
    }
}
