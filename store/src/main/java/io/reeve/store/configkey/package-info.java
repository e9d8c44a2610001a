/** The config-key store: byte strings by name, with a local copy. */
@NullMarked
package io.reeve.store.configkey;

import org.jspecify.annotations.NullMarked;
