/**
 * Figures with their unit, their peer and their command. Each class with a {@code main} prints one table:
 *
 * <pre>
 * mvn -q -B -pl jpki,bench -DskipTests package
 * java -cp 'bench/target/classes:bench/target/lib/*' dev.musubi.bench.CrlBenchmark
 * java -cp 'bench/target/classes:bench/target/lib/*' dev.musubi.bench.EnrolmentBenchmark
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package dev.musubi.bench;
