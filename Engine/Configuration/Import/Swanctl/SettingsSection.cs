namespace Pipeline.Engine.Configuration.Import.Swanctl;

/// <summary>One section of swanctl.conf; sections of the same name are one.</summary>
/// <param name="name">Its name; empty for the file.</param>
/// <param name="line">Where it begins first.</param>
internal sealed class SettingsSection(string name, int line)
{
    public string Name => name;

    public int Line => line;

    /// <summary>Its values; of several with one name, the last.</summary>
    public OrderedDictionary<string, SettingsValue> Values { get; } = new(StringComparer.Ordinal);

    /// <summary>Its sections.</summary>
    public OrderedDictionary<string, SettingsSection> Sections { get; } = new(StringComparer.Ordinal);

    /// <summary>The sections whose names begin so, and end with anything.</summary>
    public IEnumerable<SettingsSection> Named(string prefix) =>
        Sections.Values.Where(section => section.Name.StartsWith(prefix, StringComparison.Ordinal));
}
