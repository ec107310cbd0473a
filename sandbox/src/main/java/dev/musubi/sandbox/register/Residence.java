package dev.musubi.sandbox.register;

/** Where the register has a person. */
public enum Residence {
    /** In the resident register of a municipality. */
    RESIDENT,
    /** Moved abroad; kept through the supplementary family register (戸籍の附票). */
    ABROAD,
    /** Dead. */
    DECEASED
}
