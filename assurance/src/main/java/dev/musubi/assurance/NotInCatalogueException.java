package dev.musubi.assurance;

/** Something was named that the catalogue does not know: a kind of means, an authenticator, a procedure. */
public final class NotInCatalogueException extends RuntimeException {

    private final String what;

    NotInCatalogueException(String what, String id) {
        super("the catalogue knows no " + what + " " + id);
        this.what = what;
    }

    /** What is not known: {@code means}, {@code authenticator}, {@code attribute source}, {@code presentation}, {@code procedure}. */
    public String what() {
        return what;
    }
}
