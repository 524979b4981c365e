using System.Text;
using Pipeline.Engine.Configuration.Control;
using Pipeline.Gateway.Commands;

namespace Pipeline.Gateway.Control;

/// <summary>Where the control socket of a gateway is.</summary>
internal static class ControlPath
{
    private const string FileName = "gateway.sock";

    /// <summary>Where it is when nothing is said: in a folder that only the user who runs the gateway can write.</summary>
    public static string Default
    {
        get
        {
            if (Environment.IsPrivilegedProcess)
            {
                return $"/run/pipeline/{FileName}";
            }

            return Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } runtime
                ? Path.Combine(runtime, "pipeline", FileName)
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".pipeline", FileName);
        }
    }

    /// <summary>Where the configuration says it is.</summary>
    /// <param name="options">The configuration.</param>
    /// <param name="file">Its file, beside which relative paths begin.</param>
    /// <exception cref="BadInputException">The path is too long for a socket.</exception>
    public static string Of(ControlOptions options, string file)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(file)) ?? "/";
        return Checked("control.socket", options.Socket is { } socket ? Path.GetFullPath(socket, folder) : Default);
    }

    /// <summary>A path that a socket can have.</summary>
    /// <param name="what">What says it.</param>
    /// <param name="path">The path.</param>
    /// <exception cref="BadInputException">It is too long.</exception>
    public static string Checked(string what, string path)
    {
        int length = Encoding.UTF8.GetByteCount(path);
        return length <= ControlOptions.MaximumPathLength ? path : throw new BadInputException(
            $"{what}: {path} has {length} bytes, and a socket's path at most {ControlOptions.MaximumPathLength}; write a shorter one");
    }
}
