using System.Security.Cryptography;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Configuration.Credentials;

namespace Pipeline.Gateway.Commands;

/// <summary>Files that may hold keys: read, understood, and their bytes erased.</summary>
internal static class ConfigurationFile
{
    /// <summary>Reads a file.</summary>
    /// <typeparam name="T">What it describes.</typeparam>
    /// <param name="file">Its path.</param>
    /// <param name="read">Understands it; the bytes are erased afterwards.</param>
    /// <exception cref="BadInputException">It is not there or cannot be read.</exception>
    public static ConfigurationResult<T> Read<T>(string file, Func<byte[], ConfigurationResult<T>> read)
        where T : class
    {
        byte[] json = InputFile.ReadAll(file);
        try
        {
            return read(json);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(json);
        }
    }

    /// <summary>Reads the configuration of a gateway, with the credentials beside it.</summary>
    /// <param name="file">Its path.</param>
    /// <param name="time">The clock that certificates are compared with; null for none.</param>
    /// <exception cref="BadInputException">It is not there or cannot be read.</exception>
    public static ConfigurationResult<GatewayOptions> ReadGateway(string file, TimeProvider? time = null) =>
        Read(file, json => GatewayOptionsReader.Read(file, json, CredentialFolder.BesideFile(file), time));

    /// <summary>What a file says.</summary>
    /// <exception cref="BadInputException">It has errors: all of them.</exception>
    public static T Required<T>(this ConfigurationResult<T> result)
        where T : class =>
        result.Value ?? throw new BadInputException([.. result.Errors.Select(error => error.ToString())]);
}
