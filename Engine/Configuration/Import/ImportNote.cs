namespace Pipeline.Engine.Configuration.Import;

/// <summary>Something about one line of an imported file. Never holds a secret.</summary>
/// <param name="File">The file, as the caller named it.</param>
/// <param name="Line">The line, counted from 1.</param>
/// <param name="Message">What was not carried over, what is left to do, or what is wrong.</param>
public sealed record ImportNote(string File, int Line, string Message)
{
    /// <summary>In the form that editors jump to: <c>file:line: message</c>.</summary>
    public override string ToString() => $"{File}:{Line}: {Message}";
}
