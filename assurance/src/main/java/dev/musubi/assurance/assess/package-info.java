/**
 * The assessment wizard: from answers to the levels a procedure needs, by each framework's own procedure, to a file for
 * the catalogue and to an acceptance statement.
 */
@org.jspecify.annotations.NullMarked
package dev.musubi.assurance.assess;
