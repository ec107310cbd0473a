package dev.musubi.demo;

import java.io.Serializable;
import java.util.Locale;

/**
 * A sentence for the person at the screen.
 *
 * @param japanese the sentence
 * @param english the same in English
 */
record Said(String japanese, String english) implements Serializable {

    /** In the page's language. */
    public String in(Locale locale) {
        return Locale.ENGLISH.getLanguage().equals(locale.getLanguage()) ? english : japanese;
    }
}
