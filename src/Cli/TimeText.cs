using System.Globalization;

namespace Reproduction.Cli;

/// <summary>Durations for people.</summary>
internal static class TimeText
{
    /// <summary><c>42 s left</c>, <c>5:20 min left</c>; nothing where it is not known.</summary>
    public static string Left(TimeSpan? left) => left is { } time ? $"{Of(time)} left" : string.Empty;

    /// <summary><c>42 s</c>, <c>5:20 min</c>, <c>3:07 h</c>.</summary>
    public static string Of(TimeSpan time) => time switch
    {
        { TotalHours: >= 2 } => string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours}:{time.Minutes:00} h"),
        { TotalMinutes: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes}:{time.Seconds:00} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:F0} s"),
    };
}
