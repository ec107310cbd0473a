package dev.musubi.assurance.catalogue;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A decision tree that ends at a level.
 *
 * @param start the first node
 * @param nodes all nodes by id
 */
public record Tree(String start, Map<String, Node> nodes) {

    /** Keeps the order of the file. */
    public Tree {
        nodes = new LinkedHashMap<>(nodes);
    }

    /** A node; exists or the file is refused. */
    public Node node(String id) {
        Node node = nodes.get(id);
        if (node == null) {
            throw new IllegalArgumentException("the tree has no node " + id);
        }
        return node;
    }

    /** A node of the tree. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
    @JsonSubTypes({@JsonSubTypes.Type(Question.class), @JsonSubTypes.Type(Risk.class), @JsonSubTypes.Type(Leaf.class)})
    public sealed interface Node {}

    /**
     * A question to be answered yes or no.
     *
     * @param ask the id of the answer
     * @param text the question
     * @param clause where it stands
     * @param yes where to go on
     * @param no where to go on
     */
    public record Question(String ask, Sentence text, Clause clause, String yes, String no) implements Node {}

    /**
     * Looks the impacts up in a table, which gives the level so far.
     *
     * @param table the table
     * @param text what is done
     * @param clause where it stands
     * @param then by level, where to go on
     */
    public record Risk(String table, Sentence text, Clause clause, Map<String, String> then) implements Node {}

    /**
     * An end.
     *
     * @param leaf the level; {@code KEEP} for the one found on the way, {@code NONE} where the axis is not needed
     * @param note what else is concluded there
     * @param clause where it stands
     */
    public record Leaf(String leaf, @Nullable Sentence note, Clause clause) implements Node {}
}
