using System.Collections;
using System.Globalization;

namespace Reproduction.VerifyStandIn;

/// <summary>How the value of a test's parameter reads in a file name: the same whatever the culture.</summary>
internal static class ParameterText
{
    public static string Of(object? value) => Of(value, isRoot: true);

    /// <summary>The text with everything that some file system refuses replaced by a dash.</summary>
    public static string Clean(string text) =>
        string.Create(text.Length, text, (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = source[i] < ' ' || "\"\\<>|:*?/".Contains(source[i], StringComparison.Ordinal) ? '-' : source[i];
            }
        });

    private static string Of(object? value, bool isRoot) => value switch
    {
        null => "null",
        string text => Clean(text),
        Enum => Clean(value.ToString()!),
        short or ushort or int or uint or long or ulong or Half or float or double or decimal =>
            ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
        DateTime time => Of(time),
        DateTimeOffset or DateOnly or TimeOnly => throw Unknown(value),
        IList list => Of(list, isRoot),
        IDictionary dictionary => Of(dictionary, isRoot),
        IEnumerable => throw Unknown(value),
        _ when IsKeyValuePair(value.GetType()) => $"{Of(Property(value, "Key"))}={Of(Property(value, "Value"))}",
        _ => Clean(value.ToString() ?? throw new Exception($"{value.GetType().FullName} returned a null for `ToString()`.")),
    };

    private static string Of(ICollection items, bool isRoot)
    {
        if (items.Count == 0)
        {
            return "[]";
        }

        var text = string.Join(',', items.Cast<object?>().Select(item => Of(item, isRoot: false)));
        return isRoot ? text : $"[{text}]";
    }

    private static string Of(DateTime value)
    {
        var ticks = value.TimeOfDay.Ticks;
        var format = (ticks % TimeSpan.TicksPerMinute, ticks % TimeSpan.TicksPerSecond) switch
        {
            _ when ticks == 0 => "yyyy-MM-dd",
            (0, _) => "yyyy-MM-ddTHH-mm",
            (_, 0) => "yyyy-MM-ddTHH-mm-ss",
            _ => "yyyy-MM-ddTHH-mm-ss.FFFFFFF",
        };
        var kind = value.Kind == DateTimeKind.Unspecified ? "" : value.Kind.ToString();
        return value.ToString(format, CultureInfo.InvariantCulture) + kind;
    }

    private static bool IsKeyValuePair(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>);

    private static object? Property(object pair, string name) => pair.GetType().GetProperty(name)!.GetValue(pair);

    // Verify has a text for these too; nobody needs it here, and a guess would be a file name that the package does not find.
    private static NotSupportedException Unknown(object value) =>
        new($"The stand-in for Verify does not name files by {value.GetType().Name}: use UseTextForParameters.");
}
