namespace Pipeline.Engine.Configuration;

/// <summary>One thing that is wrong in a configuration file, and what to write instead. Never holds key material.</summary>
/// <param name="File">The file, as the caller named it.</param>
/// <param name="Line">The line, counted from 1.</param>
/// <param name="Field">The path to it: <c>sas[2].encryption.key</c>; <c>document</c> for the file as a whole.</param>
/// <param name="Message">What is wrong and what to write instead.</param>
public sealed record ConfigurationError(string File, int Line, string Field, string Message)
{
    /// <summary>In the form that editors jump to: <c>file:line: field: message</c>.</summary>
    public override string ToString() => $"{File}:{Line}: {Field}: {Message}";
}
