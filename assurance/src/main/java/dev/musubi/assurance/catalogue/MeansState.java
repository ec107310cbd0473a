package dev.musubi.assurance.catalogue;

/**
 * What is known of a means, from the best to the worst. For a private ID it is the state of the private ID itself, never
 * that of the certificate behind it (公的個人認証法 52条1項).
 */
public enum MeansState {
    /** It stands. */
    STANDS("有効", "it stands"),
    /** What it rests on is gone: its attributes may be out of date. */
    REISSUE_REQUIRED("再発行が必要", "a re-issue is required"),
    /** Nobody could tell; never read as good. */
    UNKNOWN("不明", "unknown"),
    /** Paused, or in doubt. */
    SUSPENDED("一時停止中", "suspended"),
    /** Over; it never comes back. */
    ENDED("終了", "ended");

    private final String japanese;
    private final String english;

    MeansState(String japanese, String english) {
        this.japanese = japanese;
        this.english = english;
    }

    /** In words. */
    public Sentence words() {
        return new Sentence(japanese, english);
    }

    /** The worse of the two. */
    public MeansState worse(MeansState other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
