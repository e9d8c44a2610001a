package io.reeve.command.output;

import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The choice of texts that stand in YAML without quotes: those that every reader takes for text. Readers of YAML 1.1 know more
 * numbers, dates and truth values than those of YAML 1.2, such as {@code 12:30}, {@code 1_000}, {@code 2026-11-27} and {@code
 * no}; so what does not begin with a letter is quoted.
 */
final class YamlQuotes extends StringQuotingChecker {
    private static final long serialVersionUID = 1L;
    private static final Set<String> WORDS = Set.of("true", "false", "yes", "no", "on", "off", "y", "n", "null");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_./-]*+(?: [A-Za-z0-9_./()-]++)*+");
    private static final Pattern VALUE = Pattern
            .compile("[A-Za-z_][A-Za-z0-9_./+=@%-]*+(?::[A-Za-z0-9_./+=@%-]++)*+(?: [A-Za-z0-9_./+=()@%,;-]++)*+");

    @Override
    public boolean needToQuoteName(String name) {
        return !NAME.matcher(name).matches() || isWord(name);
    }

    @Override
    public boolean needToQuoteValue(String value) {
        return !VALUE.matcher(value).matches() || isWord(value);
    }

    private static boolean isWord(String text) {
        return text.length() <= 5 && WORDS.contains(text.toLowerCase(Locale.ROOT));
    }
}
