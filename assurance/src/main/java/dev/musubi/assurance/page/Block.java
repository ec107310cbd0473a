package dev.musubi.assurance.page;

import dev.musubi.assurance.catalogue.Sentence;
import java.util.List;

/** A piece of a page. */
public sealed interface Block {

    /** A heading; level 1 is the page's title. */
    record Heading(int level, Sentence text) implements Block {}

    /** A paragraph. */
    record Paragraph(Sentence text) implements Block {}

    /** A list. */
    record Bullets(List<Sentence> items) implements Block {
        /** Copies. */
        public Bullets {
            items = List.copyOf(items);
        }
    }

    /** A table. */
    record Table(List<Sentence> head, List<List<Sentence>> rows) implements Block {
        /** Copies. */
        public Table {
            head = List.copyOf(head);
            rows = rows.stream().map(List::copyOf).toList();
        }
    }
}
