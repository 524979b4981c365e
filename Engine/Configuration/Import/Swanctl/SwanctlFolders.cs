namespace Pipeline.Engine.Configuration.Import.Swanctl;

/// <summary>Where swanctl looks for files; relative to the folder of swanctl.conf, as the paths of our configuration are to that of its file.</summary>
internal static class SwanctlFolders
{
    public const string Authorities = "x509ca/";

    public const string Certificates = "x509/";

    public const string Keys = "private/";

    /// <summary>The path of a file that is named without its folder.</summary>
    public static string Path(string folder, string file) => file.StartsWith('/') ? file : folder + file;
}
