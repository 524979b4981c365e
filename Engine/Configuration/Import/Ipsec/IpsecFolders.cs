namespace Pipeline.Engine.Configuration.Import.Ipsec;

/// <summary>Where files of ipsec.conf lie; relative to its folder, as the paths of our configuration are to that of its file.</summary>
internal static class IpsecFolders
{
    public const string Authorities = "ipsec.d/cacerts/";

    public const string Certificates = "ipsec.d/certs/";

    public const string Keys = "ipsec.d/private/";

    /// <summary>The path of a file that is named without its folder.</summary>
    public static string Path(string folder, string file) => file.StartsWith('/') ? file : folder + file;
}
