using Pipeline.Engine.Configuration.IkeKeys;
using Pipeline.Engine.Ike.Observation;

namespace Pipeline.Gateway.Commands.Explain;

/// <summary>The keys that a user gives for a capture.</summary>
internal static class KeyFile
{
    /// <summary>Reads the file.</summary>
    /// <param name="file">Its path; null for no keys.</param>
    /// <exception cref="BadInputException">It cannot be read, or has errors.</exception>
    public static IReadOnlyList<ObservedKeys> Read(string? file) =>
        file is null ? [] : ConfigurationFile.Read(file, bytes => IkeKeyFileReader.Read(file, bytes)).Required();
}
