/** What an operator sees and does. */
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer.operator;
