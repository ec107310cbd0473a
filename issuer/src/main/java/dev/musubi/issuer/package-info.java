/**
 * The platform that issues private IDs: each direct sub-package is a module of its own, lower ones never name higher
 * ones.
 */
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer;
