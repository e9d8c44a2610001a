package io.reeve.command.output;

import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.IOException;

/** A generator of YAML that quotes texts of several lines too: the style of blocks has no escapes. Not thread-safe. */
final class YamlTexts extends JsonGeneratorDelegate {
    private final YAMLGenerator yaml;

    YamlTexts(YAMLGenerator yaml) {
        super(yaml);
        this.yaml = yaml;
    }

    @Override
    public void writeString(String text) throws IOException {
        yaml.configure(YAMLGenerator.Feature.MINIMIZE_QUOTES, text.indexOf('\n') < 0);
        super.writeString(text);
    }
}
