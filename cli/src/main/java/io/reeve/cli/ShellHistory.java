package io.reeve.cli;

import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jline.reader.impl.history.DefaultHistory;

/**
 * The history of the shell: lines as they were typed while the shell is open, and in the file without what may be a secret. A
 * line that begins with a blank is in neither. Confined to the thread of the shell.
 */
final class ShellHistory extends DefaultHistory {
    /** A user, and perhaps a password, in a URL. */
    private static final Pattern USER = Pattern.compile("(?:://|^--mgr=|^)[^/?#\\s]*:[^/?#\\s]*@");
    private final HistoryFile file;
    private final ClusterGlance cluster;
    private String last = "";

    /** @param cluster what tells which arguments of commands are secret */
    ShellHistory(HistoryFile file, ClusterGlance cluster) {
        this.file = file;
        this.cluster = cluster;
        for (String line : file.lines()) {
            super.add(Instant.EPOCH, line);
        }
    }

    @Override
    public void add(Instant time, String line) {
        super.add(time, line);
        String kept = line.startsWith(" ") ? "" : kept(line);
        if (!kept.isEmpty() && !kept.equals(last) && kept.indexOf('\n') < 0) {
            file.append(kept);
            last = kept;
        }
    }

    private String kept(String line) {
        List<String> words = InteractiveShell.words(ShellWords.of(line));
        if (words.stream().anyMatch(word -> USER.matcher(word).find())) {
            return "";
        }
        int count = HistoryLine.kept(words, cluster.commands());
        if (count == words.size()) {
            return line;
        }
        cluster.learnCommands(); // it may be one that is new
        return count == 0 ? "" : HistoryLine.shortened(words.subList(0, count));
    }
}
