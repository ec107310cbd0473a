package dev.musubi.sandbox.register;

/**
 * A municipality, with the names certificates carry.
 *
 * @param code five digits (JIS X 0402, without the check digit)
 * @param prefectureName the prefecture in Japanese
 * @param name in Japanese, without the prefecture
 * @param prefectureRomaji as in a certificate's subject, {@code Tokyo-to}
 * @param romaji as in a certificate's subject, {@code Kiyose-shi}
 */
public record Municipality(String code, String prefectureName, String name, String prefectureRomaji, String romaji) {

    /** The beginning of every address in it. */
    public String addressStart() {
        return prefectureName + name;
    }
}
