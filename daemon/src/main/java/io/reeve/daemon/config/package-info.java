/** The configuration of a manager: options, environment and a file, made into one checked {@link ManagerConfig}. */
@NullMarked
package io.reeve.daemon.config;

import org.jspecify.annotations.NullMarked;
