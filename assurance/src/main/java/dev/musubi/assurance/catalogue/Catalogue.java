package dev.musubi.assurance.catalogue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All the data at one time: every file, read and checked, under one digest. Two catalogues with the same digest decide
 * alike.
 */
public final class Catalogue {

    private final SortedMap<String, String> files;
    private final String digest;
    private final Vocabulary vocabulary;
    private final Map<String, Framework> frameworks;
    private final Map<String, Law> laws;
    private final Map<String, MeansKind> means;
    private final Map<String, Procedure> procedures;
    private final List<Sample> samples;

    Catalogue(
            SortedMap<String, String> files,
            String digest,
            Vocabulary vocabulary,
            Map<String, Framework> frameworks,
            Map<String, Law> laws,
            Map<String, MeansKind> means,
            Map<String, Procedure> procedures,
            List<Sample> samples) {
        this.files = new TreeMap<>(files);
        this.digest = digest;
        this.vocabulary = vocabulary;
        this.frameworks = frameworks;
        this.laws = laws;
        this.means = means;
        this.procedures = procedures;
        this.samples = List.copyOf(samples);
    }

    /** The catalogue that comes with this library. */
    public static Catalogue standard() {
        return CatalogueFiles.standard();
    }

    /**
     * This catalogue with files added or put in the place of those of the same name.
     *
     * @param added text by name, such as {@code frameworks/nist-sp-800-63-4.json}
     * @throws CatalogueException if a file is not what it should be
     */
    public Catalogue with(Map<String, String> added) {
        SortedMap<String, String> all = new TreeMap<>(files);
        all.putAll(added);
        return CatalogueFiles.read(all);
    }

    /**
     * Reads a catalogue from all its files.
     *
     * @throws CatalogueException if a file is not what it should be
     */
    public static Catalogue of(Map<String, String> files) {
        return CatalogueFiles.read(new TreeMap<>(files));
    }

    /** All its files, text by name: what has to be kept to replay a decision years later. */
    public SortedMap<String, String> files() {
        return new TreeMap<>(files);
    }

    /** SHA-256 over all names and texts, in hexadecimal. */
    public String digest() {
        return digest;
    }

    /** The date of this catalogue. */
    public String edition() {
        return vocabulary.edition();
    }

    /** The words all files share. */
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /** All frameworks, by id. */
    public Map<String, Framework> frameworks() {
        return new LinkedHashMap<>(frameworks);
    }

    /** All laws, by id. */
    public Map<String, Law> laws() {
        return new LinkedHashMap<>(laws);
    }

    /** All kinds of means, by id. */
    public Map<String, MeansKind> means() {
        return new LinkedHashMap<>(means);
    }

    /** All procedures, by id. */
    public Map<String, Procedure> procedures() {
        return new LinkedHashMap<>(procedures);
    }

    /** The means in use that the matrix shows. */
    public List<Sample> samples() {
        return samples;
    }

    /** A framework. */
    public Optional<Framework> framework(String id) {
        return Optional.ofNullable(frameworks.get(id));
    }

    /** A law. */
    public Optional<Law> law(String id) {
        return Optional.ofNullable(laws.get(id));
    }

    /** A kind of means. */
    public Optional<MeansKind> means(String id) {
        return Optional.ofNullable(means.get(id));
    }

    /** A procedure. */
    public Optional<Procedure> procedure(String id) {
        return Optional.ofNullable(procedures.get(id));
    }

    /** An authenticator. */
    public Optional<Component> authenticator(String id) {
        return find(vocabulary.authenticators(), id);
    }

    /** A source of attributes. */
    public Optional<Component> attributeSource(String id) {
        return find(vocabulary.attributeSources(), id);
    }

    /** A way a means comes to a relying party. */
    public Optional<Component> presentation(String id) {
        return find(vocabulary.presentations(), id);
    }

    private static Optional<Component> find(List<Component> components, String id) {
        return components.stream().filter(each -> each.id().equals(id)).findFirst();
    }
}
