/** Many means against many procedures, before and after: the acceptance matrix, and who falls out when a rule changes. */
@org.jspecify.annotations.NullMarked
package dev.musubi.assurance.compare;
