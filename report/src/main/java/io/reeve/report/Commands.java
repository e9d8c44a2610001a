package io.reeve.report;

import io.reeve.report.protocol.DaemonFrame;
import io.reeve.report.protocol.WireText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The commands that a daemon answers, by prefix. */
final class Commands {
    private static final Logger LOG = LoggerFactory.getLogger(Commands.class);

    private record Known(String help, CommandHandler handler) {}

    private final ConcurrentNavigableMap<String, Known> known = new ConcurrentSkipListMap<>();

    Commands() {
        add("help", "List the commands", request -> CommandAnswer.ok(PrettyJson.write(help())));
    }

    void add(String prefix, String help, CommandHandler handler) {
        if (!prefix.matches("[^ ]+( [^ ]+)*") || prefix.length() > 256) {
            throw new IllegalArgumentException("'" + prefix + "' is not a command: write words with one space between");
        }
        known.put(prefix, new Known(help, handler));
    }

    private Map<String, String> help() {
        Map<String, String> help = new java.util.TreeMap<>();
        known.forEach((prefix, command) -> help.put(prefix, command.help()));
        return help;
    }

    /** Runs a command. Any failure becomes its reply. */
    CommandAnswer run(DaemonFrame.Command command) {
        List<String> words = words(command.command());
        for (int n = words.size(); n > 0; n--) {
            Known found = known.get(String.join(" ", words.subList(0, n)));
            if (found != null) {
                return run(found, String.join(" ", words.subList(0, n)), new CommandHandler.Request(
                        List.copyOf(words.subList(n, words.size())), command.command(), command.input()));
            }
        }
        return CommandAnswer.error(CommandAnswer.EINVAL, "no command '"
                + WireText.printable(String.join(" ", words), 256) + "'; there are: "
                + String.join(", ", known.keySet()));
    }

    private static List<String> words(Map<String, Object> command) {
        Object words = command.get("words");
        Object prefix = command.get("prefix");
        List<String> all = new ArrayList<>();
        if (words instanceof List<?> list) {
            list.forEach(word -> all.add(String.valueOf(word)));
        } else if (prefix instanceof String text) {
            all.addAll(List.of(text.trim().split(" +")));
        }
        return all;
    }

    private static CommandAnswer run(Known found, String prefix, CommandHandler.Request request) {
        try {
            @Nullable
            CommandAnswer result = found.handler().run(request);
            return result != null
                    ? result
                    : CommandAnswer.error(CommandAnswer.EIO, "command '" + prefix + "' has no result");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CommandAnswer.error(CommandAnswer.EIO, "command '" + prefix + "' was interrupted");
        } catch (IllegalArgumentException e) {
            return CommandAnswer.error(CommandAnswer.EINVAL,
                    message(e, "command '" + prefix + "' does not take these arguments"));
        } catch (Exception | Error e) {
            String id = String.format(Locale.ROOT, "%08x", ThreadLocalRandom.current().nextInt());
            LOG.warn("error {}: command '{}' failed", id, prefix, e);
            return CommandAnswer.error(CommandAnswer.EIO, "command '" + prefix + "' failed: "
                    + message(e, "no message") + " (error " + id + " in the daemon's log)");
        }
    }

    /** The message of an exception, which is what people need: its class is in the log. */
    private static String message(Throwable thrown, String otherwise) {
        @Nullable
        String message = thrown.getMessage();
        return message == null || message.isBlank() ? otherwise : message;
    }
}
