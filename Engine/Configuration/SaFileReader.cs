using Pipeline.Engine.Configuration.Json;
using Pipeline.Engine.Sa;

namespace Pipeline.Engine.Configuration;

/// <summary>Reads a file of static SAs: an array of them, one alone, or an object with <c>sas</c> (docs/CONFIGURATION.md).</summary>
public static class SaFileReader
{
    /// <summary>Reads the file, and finds every error in it.</summary>
    /// <param name="file">The file's name, for the errors.</param>
    /// <param name="json">Its bytes: UTF-8. The caller erases them, since they hold keys.</param>
    /// <param name="allowLegacy">True to accept weak algorithms also where the file does not allow them.</param>
    /// <param name="pathMtu">The path MTU of SAs that do not say, in bytes.</param>
    /// <returns>The SAs, in the order of the file; or errors, and then no key is left in memory but in the bytes given.</returns>
    public static ConfigurationResult<IReadOnlyList<SaParameters>> Read(
        string file, ReadOnlySpan<byte> json, bool allowLegacy = false, int pathMtu = SaParameters.DefaultPathMtu)
    {
        var defaults = new SaFileDefaults(allowLegacy, ReplayWindow.DefaultSize, pathMtu);
        var errors = new ErrorList(file);
        ConfigurationNode? root = JsonTreeReader.Read(json, errors);
        if (root is null)
        {
            return errors.ToResult<IReadOnlyList<SaParameters>>(null);
        }

        try
        {
            List<SaParameters> sas = ReadRoot(root, defaults, errors);
            if (sas.Count == 0 && errors.Count == 0)
            {
                errors.Add(root, "has no SA; write at least one");
            }

            if (errors.Count > 0)
            {
                SaList.Erase(sas);
            }

            return errors.ToResult<IReadOnlyList<SaParameters>>(sas);
        }
        finally
        {
            root.Erase();
        }
    }

    private static List<SaParameters> ReadRoot(ConfigurationNode root, SaFileDefaults defaults, ErrorList errors)
    {
        if (root.Kind == NodeKind.Array)
        {
            return SaList.Read(root.Items, defaults, errors);
        }

        if (root.Kind == NodeKind.Object && !root.Members.ContainsKey("sas"))
        {
            return SaList.Read([root], defaults, errors);
        }

        if (ObjectReader.Open(root, ConfigurationFields.SaFile, errors) is not { } reader)
        {
            return [];
        }

        bool allows = reader.Boolean("allowLegacy", fallback: false);
        return SaList.Read(reader.Items("sas"), defaults with { AllowLegacy = defaults.AllowLegacy || allows }, errors);
    }
}
