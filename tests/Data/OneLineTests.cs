using Reproduction.Data;

namespace Reproduction.Tests.Data;

public sealed class OneLineTests
{
    [TestCase("plain: µ, 数字, 😀, C:\\new", "plain: µ, 数字, 😀, C:\\new")]
    [TestCase("a\nb\r\nc\td", @"a\nb\r\nc\td")]
    [TestCase("\u001b[31mred", @"\u001b[31mred")]
    [TestCase("a\u0085b\u2028c\u2029d", @"a\u0085b\u2028c\u2029d")]
    [TestCase("exe.\u202etxt", @"exe.\u202etxt")]
    [TestCase("\0\u007f", @"\u0000\u007f")]
    public void What_a_terminal_would_obey_or_hide_is_shown_and_nothing_else_is_changed(string text, string shown)
    {
        OneLine.Of(text).Should().Be(shown);
        OneLine.Of(shown).Should().Be(shown);
    }

    // not a TestCase: attributes keep no lone surrogates
    [Test]
    public void Half_a_character_is_shown_by_its_number() => OneLine.Of("a\ud800b\udc00").Should().Be(@"a\ud800b\udc00");
}
