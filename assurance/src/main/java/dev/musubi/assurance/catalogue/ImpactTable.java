package dev.musubi.assurance.catalogue;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The lowest level, by rank, that suffices for an impact in a category.
 *
 * @param clause where the table stands
 * @param cells by category, by impact
 */
public record ImpactTable(Clause clause, Map<String, Map<Impact, Integer>> cells) {

    /** Keeps the order of the file. */
    public ImpactTable {
        cells = new LinkedHashMap<>(cells);
    }

    /** The rank that suffices in one category; 1 where there is no impact. */
    public int rank(String category, Impact impact) {
        Map<Impact, Integer> row = cells.get(category);
        if (row == null) {
            throw new IllegalArgumentException("the table has no category " + category);
        }
        return row.getOrDefault(impact, 1);
    }

    /** The rank that suffices in all of them: the highest. */
    public int rank(Map<String, Impact> impacts) {
        return impacts.entrySet().stream()
                .mapToInt(each -> rank(each.getKey(), each.getValue()))
                .max()
                .orElse(1);
    }
}
