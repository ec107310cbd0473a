/** Pages that people read: a few kinds of blocks, said in Japanese and English, written as Markdown or HTML. */
@org.jspecify.annotations.NullMarked
package dev.musubi.assurance.page;
