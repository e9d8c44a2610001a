package io.reeve.command.grammar;

import io.reeve.api.command.CommandDescriptor;
import io.reeve.api.command.CommandDescriptor.Flag;
import io.reeve.command.grammar.Element.Literal;
import io.reeve.command.grammar.Element.Param;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A parsed command descriptor: literal words and typed parameters, in order. Immutable. */
public final class Signature {
    private final CommandDescriptor descriptor;
    private final List<Element> elements;
    private final List<String> literals;
    private final String prefix;
    private final String concise;

    Signature(CommandDescriptor descriptor, List<Element> elements) {
        this.descriptor = descriptor;
        this.elements = List.copyOf(elements);
        literals = elements.stream().filter(Literal.class::isInstance).map(e -> ((Literal) e).word()).toList();
        prefix = String.join(" ", literals);
        concise = elements.stream().map(e -> switch (e) {
            case Literal l -> l.word();
            case Param p -> p.concise();
        }).collect(Collectors.joining(" "));
    }

    /**
     * Parses a descriptor.
     *
     * @throws IllegalArgumentException with the descriptor and the reason, if it is malformed
     */
    public static Signature parse(CommandDescriptor descriptor) {
        return new Signature(descriptor, new DescriptorParser(descriptor.cmd()).elements());
    }

    /** The descriptor that was parsed. */
    public CommandDescriptor descriptor() {
        return descriptor;
    }

    /** The literal words, separated by single spaces. */
    public String prefix() {
        return prefix;
    }

    /** The signature as users see it, such as {@code mgr dump [<epoch:int>]}. */
    public String concise() {
        return concise;
    }

    /** The names of the parameters. */
    public List<String> parameterNames() {
        return params().stream().map(Param::name).toList();
    }

    /** The names of the parameters whose values are kept out of logs. */
    public List<String> secretNames() {
        return params().stream().filter(Param::secret).map(Param::name).toList();
    }

    /** Whether the command only reads, so that executing it twice is harmless. */
    public boolean isReadOnly() {
        return descriptor.perm().equals("r");
    }

    /** Whether help and completion leave the command out. */
    public boolean isHidden() {
        return descriptor.flags().contains(Flag.HIDDEN) || descriptor.flags().contains(Flag.DEPRECATED) || isObsolete();
    }

    /** Whether every node executes the command itself, in every role. */
    public boolean isAnsweredByAnyNode() {
        return descriptor.flags().contains(Flag.ANY_NODE);
    }

    boolean isObsolete() {
        return descriptor.flags().contains(Flag.OBSOLETE);
    }

    /** The line below a refusal, such as {@code mgr stat :  show the map}. */
    String usage() {
        return concise + " :  " + descriptor.desc();
    }

    List<Element> elements() {
        return elements;
    }

    List<String> literals() {
        return literals;
    }

    List<Param> params() {
        return elements.stream().filter(Param.class::isInstance).map(Param.class::cast).toList();
    }

    Optional<Param> option(String name) {
        return params().stream().filter(p -> p.isCalled(name)).findFirst();
    }

    @Override
    public String toString() {
        return concise;
    }
}
