package dev.musubi.assurance;

import dev.musubi.assurance.catalogue.Remedy;
import dev.musubi.assurance.catalogue.Sentence;
import org.jspecify.annotations.Nullable;

/**
 * Something to be done before the means suffices.
 *
 * @param remedy what
 * @param with the authenticator or the means it is done with, where there is one
 * @param text the same in words
 */
public record Step(Remedy remedy, @Nullable String with, Sentence text) {}
