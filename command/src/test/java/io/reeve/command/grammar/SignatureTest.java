package io.reeve.command.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.api.command.CommandDescriptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignatureTest {

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"mgr stat;mgr stat",
            "mgr dump name=epoch,type=CephInt,req=false;mgr dump [<epoch:int>]",
            "a name=x,type=CephInt,range=1|5;a <x:int[1-5]>", "a name=x,type=CephFloat,range=0;a <x:float[0.0-]>",
            "a name=x,type=CephString,n=N;a <x>...", "a name=x,type=CephString,n=2,req=false;a [<x>{2}]",
            "a name=x,type=CephChoices,strings=p|q;a <x:p|q>", "a name=yes_i,type=CephBool,req=false;a [--yes-i]",
            "pg name=pgid,type=CephPgid query;pg <pgid> query",
            "a name=f,type=CephBool,req=false name=x,type=CephString,req=false;a [--f] [--x=<string>]",
            "a -- name=x,type=CephString,req=false;a [--x=<string>]",
            "a name=x,type=CephString,req=false,positional=false;a [--x=<string>]"})
    void showsADescriptorInShort(String cmd, String concise) {
        assertThat(Signature.parse(new CommandDescriptor(cmd, "", "r")).concise()).isEqualTo(concise);
    }

    @Test
    void joinsTheLiteralWordsToThePrefix() {
        Signature signature = Signature.parse(new CommandDescriptor("pg name=pgid,type=CephPgid  query ", "", "r"));

        assertThat(signature.prefix()).isEqualTo("pg query");
        assertThat(signature.parameterNames()).containsExactly("pgid");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"name=a,type=CephInt;it has no literal word",
            "foo name=a;parameter 'a' has no type",
            "foo type=CephInt;needs name=NAME", "foo name=a,type=CephInteger;unknown type CephInteger: use CephInt, ",
            "foo name=a,type=CephInt,rnage=1;'rnage=1'",
            "foo name=a,type=CephInt name=a,type=CephInt;two parameters are called 'a'",
            "foo name=a,type=CephInt,type=CephInt;says type= twice",
            "foo name=a,type=CephInt,range=5|1;range=5|1 holds no number",
            "foo name=a,type=CephInt,range=x;range=x is not MIN or MIN|MAX",
            "foo name=a,type=CephInt,range=1|2|3;is not MIN",
            "foo name=a,type=CephFloat,range=1|nan;holds no number",
            "foo name=a,type=CephString,range=1;range= is for CephInt",
            "foo name=a,type=CephChoices;needs strings=",
            "foo name=a,type=CephChoices,strings=x||y;empty or a double choice",
            "foo name=a,type=CephString,goodchars=a-z;is not a class",
            "foo name=a,type=CephString,goodchars=[z-a];parameter 'a'",
            "foo name=a,type=CephInt,n=x;neither N nor a number", "foo name=a,type=CephInt,n=0;neither N nor a number",
            "foo name=a,type=CephBool,n=N;takes no n=", "foo name=a,type=CephInt,req=no;neither true nor false",
            "foo name=a,type=CephInt,positional=false;must be req=false", "foo name=prefix,type=CephInt;called prefix",
            "foo --bar;would be taken for an option", "foo name=a,type=CephPrefix;needs prefix="})
    void saysWhatIsWrongInADescriptor(String cmd, String text) {
        assertThatThrownBy(() -> Signature.parse(new CommandDescriptor(cmd, "", "r"))).isInstanceOf(
                IllegalArgumentException.class)
                .hasMessageStartingWith("command descriptor '" + cmd + "': ")
                .hasMessageContaining(text.replace("must be req=false", "so must be req=false"));
    }

    @Test
    void takesBracketsAndAmpersandsInGoodcharsAsTheyStand() throws BadValueException {
        StringType type = StringType.of("[a-c[&&0-9-_.]");

        assertThat(type.parse("ab[&9-_.")).isEqualTo("ab[&9-_.");
    }
}
