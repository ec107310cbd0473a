package dev.musubi.jpki.profile;

/**
 * Which of the two certification authorities of JPKI is meant. They have separate keys and separate names, and sign
 * end-entity certificates directly: there is no intermediate authority.
 */
public enum AuthorityRole {
    /** 署名用認証局: issues signature certificates. */
    SIGNATURE,
    /** 利用者証明用認証局: issues user-authentication certificates. */
    AUTHENTICATION
}
