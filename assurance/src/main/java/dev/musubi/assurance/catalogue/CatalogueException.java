package dev.musubi.assurance.catalogue;

/** A file of the catalogue is not what it should be. The message names the file and what to mend. */
public final class CatalogueException extends RuntimeException {

    CatalogueException(String file, String wrong) {
        super(file + ": " + wrong);
    }

    CatalogueException(String file, String wrong, Throwable cause) {
        super(file + ": " + wrong, cause);
    }
}
