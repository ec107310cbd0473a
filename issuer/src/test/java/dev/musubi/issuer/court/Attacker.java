package dev.musubi.issuer.court;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Tries to tell, of a line in one ledger and a line in another, whether they are of the same holder. How well it does is the
 * area under the ROC curve (AUC): the chance that a true pair scores above a false one, one half where it knows nothing and
 * one where it always knows.
 */
final class Attacker {

    private static final int FALSE_PAIRS = 5;
    private static final int BINS = 24;

    private final Ledger left;
    private final Ledger right;
    private final int holders;
    private final int[][] others;
    private final double[] learnedSame;
    private final double[] learnedDifferent;

    Attacker(Ledger left, Ledger right, long seed) {
        this.left = left;
        this.right = right;
        this.holders = left.holders();
        this.learnedSame = new double[holders];
        this.learnedDifferent = new double[holders * FALSE_PAIRS];
        Random random = new Random(seed);
        this.others = new int[FALSE_PAIRS][];
        for (int k = 0; k < FALSE_PAIRS; k++) {
            others[k] = derangement(holders, random);
        }
    }

    /** How well each way of looking does, by its name; the best says how well the attacker does. */
    Map<String, Double> attack() {
        Map<String, Double> found = new TreeMap<>();
        found.put("any value that is the same", sameAnywhere());
        // One after the other: there are thousands, and of ten thousand holders all of them do not fit into memory.
        Consumer<Feature> look = feature -> {
            // What tells pairs apart the other way round tells as much.
            double auc = auc(feature.same(), feature.different());
            found.put(feature.name(), Math.max(auc, 1 - auc));
            learn(feature);
        };
        Set<String> paths = new TreeSet<>(left.paths());
        paths.retainAll(right.paths());
        for (String path : paths) {
            look.accept(equality(path));
            points(left, path).ifPresent(a -> points(right, path).ifPresent(b -> look.accept(nearness(path, a, b))));
        }
        cross(look);
        found.put("all of it, learned", auc(learnedSame, learnedDifferent));
        return found;
    }

    /** A way of looking: its score for every true pair and for every false one. */
    private record Feature(String name, double[] same, double[] different) {}

    private interface Score {
        double of(int a, int b);
    }

    private Feature feature(String name, Score score) {
        double[] same = new double[holders];
        double[] different = new double[holders * FALSE_PAIRS];
        for (int i = 0; i < holders; i++) {
            same[i] = score.of(i, i);
            for (int k = 0; k < FALSE_PAIRS; k++) {
                different[i * FALSE_PAIRS + k] = score.of(i, others[k][i]);
            }
        }
        return new Feature(name, same, different);
    }

    private Feature equality(String path) {
        return feature("same " + path, (a, b) -> {
            List<String> mine = left.of(a).at(path);
            List<String> theirs = right.of(b).at(path);
            return mine.stream().anyMatch(theirs::contains) ? 1 : 0;
        });
    }

    private Feature nearness(String path, double[] a, double[] b) {
        return feature("near " + path, (i, j) -> {
            double distance = Math.abs(a[i] - b[j]);
            return Double.isNaN(distance) ? -1e15 : -distance;
        });
    }

    /** Times under different names: when a token was issued here, beside when something happened there. */
    private void cross(Consumer<Feature> look) {
        Map<String, double[]> mine = moments(left);
        Map<String, double[]> theirs = moments(right);
        mine.forEach((path, a) -> theirs.forEach((other, b) -> {
            if (!path.equals(other)) {
                look.accept(nearness(path + " and " + other, a, b));
            }
        }));
    }

    private static Map<String, double[]> moments(Ledger ledger) {
        Map<String, double[]> moments = new TreeMap<>();
        Set<String> shapes = new HashSet<>();
        for (String path : ledger.paths()) {
            points(ledger, path).ifPresent(values -> {
                // Of times that always lie equally far apart one will do.
                if (Arrays.stream(values).filter(each -> each > 1e9).count() > values.length / 2
                        && shapes.add(shape(values))) {
                    moments.put(path, values);
                }
            });
        }
        return moments;
    }

    private static String shape(double[] values) {
        StringBuilder shape = new StringBuilder();
        double first = values[0];
        for (int i = 0; i < Math.min(64, values.length); i++) {
            shape.append(Math.round(values[i] - first)).append(' ');
        }
        return shape.toString();
    }

    private static java.util.Optional<double[]> points(Ledger ledger, String path) {
        double[] points = new double[ledger.holders()];
        int known = 0;
        for (int i = 0; i < points.length; i++) {
            List<String> values = ledger.of(i).at(path);
            OptionalDouble point = values.isEmpty() ? OptionalDouble.empty() : Ledger.point(values.getFirst());
            points[i] = point.orElse(Double.NaN);
            known += point.isPresent() ? 1 : 0;
        }
        return known > points.length / 2 ? java.util.Optional.of(points) : java.util.Optional.empty();
    }

    /** Values that stand anywhere in both lines, each counting for more the rarer it is. */
    private double sameAnywhere() {
        Map<String, Integer> frequency = new HashMap<>();
        List<Set<String>> mine = all(left, frequency);
        List<Set<String>> theirs = all(right, frequency);
        Feature feature = feature("any", (a, b) -> {
            double score = 0;
            for (String value : mine.get(a)) {
                if (theirs.get(b).contains(value)) {
                    score += Math.log(2.0 * holders / frequency.getOrDefault(value, 1));
                }
            }
            return score;
        });
        return auc(feature.same(), feature.different());
    }

    private static List<Set<String>> all(Ledger ledger, Map<String, Integer> frequency) {
        List<Set<String>> all = new ArrayList<>();
        for (int i = 0; i < ledger.holders(); i++) {
            Set<String> values = new HashSet<>();
            ledger.of(i).values().values().forEach(values::addAll);
            values.forEach(value -> frequency.merge(value, 1, Integer::sum));
            all.add(values);
        }
        return all;
    }

    /**
     * Learns from one half of the holders, whose pairs it is told, how much each way of looking says, and is tried on the
     * other half; then the other way round.
     */
    private void learn(Feature feature) {
        double[] edges = edges(feature);
        for (int half = 0; half < 2; half++) {
            double[] ratio = ratios(feature, edges, half);
            for (int i = 1 - half; i < holders; i += 2) {
                learnedSame[i] += ratio[bin(edges, feature.same()[i])];
                for (int k = 0; k < FALSE_PAIRS; k++) {
                    int at = i * FALSE_PAIRS + k;
                    learnedDifferent[at] += ratio[bin(edges, feature.different()[at])];
                }
            }
        }
    }

    private static double[] edges(Feature feature) {
        double[] sorted = feature.different().clone();
        Arrays.sort(sorted);
        double[] edges = new double[BINS - 1];
        for (int i = 0; i < edges.length; i++) {
            // Finest among the best scores, where a leak shows.
            double share = 1 - Math.pow(0.5, (i + 1) * 14.0 / BINS);
            edges[i] = sorted[(int) Math.min(sorted.length - 1L, Math.round(share * sorted.length))];
        }
        return edges;
    }

    private static int bin(double[] edges, double score) {
        int at = Arrays.binarySearch(edges, score);
        return at >= 0 ? at + 1 : -at - 1;
    }

    private double[] ratios(Feature feature, double[] edges, int half) {
        double[] same = new double[BINS];
        double[] different = new double[BINS];
        Arrays.fill(same, 1);
        Arrays.fill(different, FALSE_PAIRS);
        for (int i = half; i < holders; i += 2) {
            same[bin(edges, feature.same()[i])]++;
            for (int k = 0; k < FALSE_PAIRS; k++) {
                different[bin(edges, feature.different()[i * FALSE_PAIRS + k])]++;
            }
        }
        double[] ratio = new double[BINS];
        for (int i = 0; i < BINS; i++) {
            ratio[i] = Math.log(same[i] / different[i] * FALSE_PAIRS);
        }
        return ratio;
    }

    /** The area under the ROC curve; pairs of equal scores count half. */
    static double auc(double[] same, double[] different) {
        double[] sorted = different.clone();
        Arrays.sort(sorted);
        double wins = 0;
        for (double score : same) {
            int below = lowerBound(sorted, score);
            int notAbove = lowerBound(sorted, Math.nextUp(score));
            wins += below + (notAbove - below) / 2.0;
        }
        return wins / ((double) same.length * different.length);
    }

    private static int lowerBound(double[] sorted, double score) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < score) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static int[] derangement(int size, Random random) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            order[i] = i;
        }
        // Sattolo's way: one circle through all, so nobody is paired with itself.
        for (int i = size - 1; i > 0; i--) {
            int j = random.nextInt(i);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
        return order;
    }
}
