package dev.musubi.issuer.status;

/** Why nothing more of a list is published until an operator has looked; the codes are stable. */
public enum StatusFault {
    /** An entry would say what it cannot say after what it said. */
    CAME_BACK_TO_LIFE,
    /** What was published is not what the database says, and no change accounts for it. */
    DIFFERS_FROM_DATABASE,
    /** A later state of the list was signed than the one there is: the database was set back. */
    OLDER_NUMBER,
    /** An entry that was published, or marked by a change, is not in the database. */
    MISSING_ENTRY
}
