using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ruying.Api.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Pictures : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Aspect",
                table: "videos",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Background",
                table: "videos",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "BackgroundBlur",
                table: "videos",
                type: "REAL",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "BackgroundColour",
                table: "videos",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "BackgroundName",
                table: "videos",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Format",
                table: "videos",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Resolution",
                table: "videos",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "BackgroundName",
                table: "previews",
                type: "TEXT",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Aspect",
                table: "videos");

            migrationBuilder.DropColumn(
                name: "Background",
                table: "videos");

            migrationBuilder.DropColumn(
                name: "BackgroundBlur",
                table: "videos");

            migrationBuilder.DropColumn(
                name: "BackgroundColour",
                table: "videos");

            migrationBuilder.DropColumn(
                name: "BackgroundName",
                table: "videos");

            migrationBuilder.DropColumn(
                name: "Format",
                table: "videos");

            migrationBuilder.DropColumn(
                name: "Resolution",
                table: "videos");

            migrationBuilder.DropColumn(
                name: "BackgroundName",
                table: "previews");
        }
    }
}
