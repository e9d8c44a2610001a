/**
 * The grammar of command descriptors, from which parsing, help and completion of commands follow.
 *
 * <p>The grammar is that of Ceph's monitors ({@code MonCommands.h}) and so are most texts of refusals. Reeve differs
 * from Ceph where Ceph's behaviour is surprising:
 * <ul>
 * <li>{@code n=2} takes exactly two values; a shorter list is refused (Ceph takes it).</li>
 * <li>A word that starts with {@code --} is an option and never the value of another parameter:
 * {@code --yes-i-really-mean-it} given to a command that does not know it is refused (Ceph takes it as text). A text that
 * starts like that is written {@code --name=--text} or after {@code --}.</li>
 * <li>{@code --} ends the options (Ceph refuses it).</li>
 * <li>Whole numbers have 64 bits; a larger one is refused at once (Ceph takes it and the server fails). A number with a
 * {@code range} is never {@code nan} (Ceph takes it).</li>
 * <li>A value such as {@code k=v} is a value, also when {@code k} names a parameter (Ceph's modules then switch to
 * keywords). A parameter is named with {@code --k=v}.</li>
 * <li>An optional parameter leaves enough words for the required ones after it.</li>
 * <li>A parameter given twice is refused (in Ceph the last one wins).</li>
 * <li>Arguments of a JSON request are checked against the descriptor as words are; unknown ones are refused (Ceph's
 * manager gives them to the module unchecked).</li>
 * <li>Of two enabled modules with the same command the first in alphabetical order has it, and the table names the conflict (in
 * Ceph the last one wins
 * silently).</li>
 * <li>Numbers of daemons ({@code CephOsdName}) arrive as text: {@code 3} for {@code osd.3}, or {@code *}.</li>
 * </ul>
 */
@NullMarked
package io.reeve.command.grammar;

import org.jspecify.annotations.NullMarked;
