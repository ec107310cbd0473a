package dev.musubi.assurance.catalogue;

/** How bad an error of identity would be, in one category. */
public enum Impact {
    /** None that could be measured. */
    NONE("なし", "none"),
    /** 低位. */
    LOW("低位", "low"),
    /** 中位. */
    MODERATE("中位", "moderate"),
    /** 高位. */
    HIGH("高位", "high");

    private final String japanese;
    private final String english;

    Impact(String japanese, String english) {
        this.japanese = japanese;
        this.english = english;
    }

    /** In words. */
    public Sentence words() {
        return new Sentence(japanese, english);
    }
}
