package io.reeve.daemon.process;

import picocli.CommandLine.IVersionProvider;

/** The text of {@code --version}. */
public final class VersionLine implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[]{"reeved " + Version.current() + ", Java " + Runtime.version()};
    }
}
