"""Writes the tables with every writer, and their versions. openpyxl, XlsxWriter, xlwt, pyexcelerate, pandas, and tablib are
used here; Gnumeric and LibreOffice convert what openpyxl wrote; write.mjs and write.rs do the rest. See README.md."""

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from importlib.metadata import version
from pathlib import Path

import openpyxl
import pandas
import pyexcelerate
import tablib
import xlsxwriter
import xlwt
from openpyxl.cell import WriteOnlyCell

HERE = Path(__file__).parent
FILES = HERE / "files"
TABLES = json.loads((HERE / "table.json").read_text())
FORMATS = {"date": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm:ss", "elapsed": "[h]:mm:ss", "time": "hh:mm:ss"}


class Error(str):
    """An error value."""


class Formula:
    """A formula, its result (a declared cell) or None, and the name of its format or None."""

    def __init__(self, text, result, shown):
        self.text, self.result, self.shown = text, result, shown


def declared(cell):
    """A declared cell as a value of Python's, and the name of its format or None."""
    if not isinstance(cell, dict):
        return cell, None
    if "repeat" in cell:
        return cell["repeat"][0] * cell["repeat"][1], None
    if "error" in cell:
        return Error(cell["error"]), None
    if "formula" in cell:
        result, shown = declared(cell["is"]) if "is" in cell else (None, cell.get("like"))
        return Formula(cell["formula"], result, shown), shown
    if "date" in cell:
        moment = dt.datetime.fromisoformat(cell["date"])
        return (moment, "moment") if " " in cell["date"] else (moment.date(), "date")
    kind = next(iter(cell))
    hours, minutes, seconds = map(int, cell[kind].split(":"))
    if kind == "time":
        return dt.time(hours, minutes, seconds), kind
    return dt.timedelta(hours=hours, minutes=minutes, seconds=seconds), kind


def cells(sheet):
    """The cells that are not blank: row and column from 0, value, format."""
    for r, row in enumerate(sheet["rows"]):
        for c, cell in enumerate(row):
            if cell is not None:
                yield r, c, *declared(cell)


def hidden_rows(sheet):
    return [row - 1 for row in sheet.get("hidden_rows", [])]


def in_openpyxl(path, sheets, since_1904=False):
    book = openpyxl.Workbook()
    book.remove(book.active)
    if since_1904:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    for name, sheet in sheets.items():
        made = book.create_sheet(name)
        made.sheet_state = "hidden" if sheet.get("hidden") else "visible"
        for r, c, value, shown in cells(sheet):
            cell = made.cell(r + 1, c + 1)
            if isinstance(value, Formula):
                cell.value = "=" + value.text
            else:
                cell.value = str(value) if isinstance(value, Error) else value
                if isinstance(value, str) and not isinstance(value, Error):
                    cell.data_type = "s"
            if shown:
                cell.number_format = FORMATS[shown]
        for row in hidden_rows(sheet):
            made.row_dimensions[row + 1].hidden = True
        for merged in sheet.get("merged", []):
            made.merge_cells(merged)
    book.save(path)


def in_openpyxl_write_only(path, sheets, _=False):
    book = openpyxl.Workbook(write_only=True)
    for name, sheet in sheets.items():
        made = book.create_sheet(name)
        made.sheet_state = "hidden" if sheet.get("hidden") else "visible"
        for row in hidden_rows(sheet):
            made.row_dimensions[row + 1].hidden = True
        for row in sheet["rows"]:
            line = []
            for value, shown in map(declared, row):
                text = "=" + value.text if isinstance(value, Formula) else value
                cell = WriteOnlyCell(made, str(text) if isinstance(text, Error) else text)
                if isinstance(value, str) and not isinstance(value, Error):
                    cell.data_type = "s"
                if shown:
                    cell.number_format = FORMATS[shown]
                line.append(cell)
            made.append(line)
    book.save(path)


def in_xlsxwriter(path, sheets, since_1904=False, constant_memory=False):
    book = xlsxwriter.Workbook(path, {"date_1904": since_1904, "constant_memory": constant_memory})
    # A result's date is a number to XlsxWriter.
    epoch = dt.date(1904, 1, 1) if since_1904 else dt.date(1899, 12, 30)
    formats = {name: book.add_format({"num_format": text}) for name, text in FORMATS.items()}
    for name, sheet in sheets.items():
        made = book.add_worksheet(name)
        if sheet.get("hidden"):
            made.hide()
        for row in hidden_rows(sheet):
            made.set_row(row, None, None, {"hidden": True})
        for r, c, value, shown in cells(sheet):
            style = formats.get(shown)
            if isinstance(value, Error):
                # XlsxWriter knows error values as results of formulas only.
                made.write_formula(r, c, "=" + value, None, value)
            elif isinstance(value, Formula):
                result = value.result
                if isinstance(result, dt.date):
                    result = (result - epoch).days
                result = [] if result is None else [result]
                made.write_formula(r, c, "=" + value.text, style, *result)
            elif isinstance(value, str):
                made.write_string(r, c, value)
            elif isinstance(value, bool):
                made.write_boolean(r, c, value)
            elif shown:
                made.write_datetime(r, c, value, style)
            else:
                made.write_number(r, c, value)
        if not constant_memory:
            for merged in sheet.get("merged", []):
                made.merge_range(merged, "")
    book.close()


def in_xlsxwriter_constant_memory(path, sheets, since_1904=False):
    in_xlsxwriter(path, sheets, since_1904, constant_memory=True)


def in_xlwt(path, sheets, since_1904=False):
    book = xlwt.Workbook(encoding="utf-8")
    book.dates_1904 = since_1904
    formats = {name: xlwt.easyxf(num_format_str=text) for name, text in FORMATS.items()}
    plain = xlwt.Style.default_style
    for name, sheet in sheets.items():
        made = book.add_sheet(name)
        made.visibility = int(bool(sheet.get("hidden")))
        for r, c, value, shown in cells(sheet):
            style = formats.get(shown, plain)
            if isinstance(value, Error):
                made.row(r).set_cell_error(c, "#N/A!" if value == "#N/A" else str(value))
            elif isinstance(value, Formula):
                made.write(r, c, xlwt.Formula(value.text), style)
            elif isinstance(value, dt.timedelta):
                # xlwt has no elapsed time but as a number.
                made.write(r, c, value.total_seconds() / 86_400, style)
            else:
                made.write(r, c, value, style)
        for row in hidden_rows(sheet):
            made.row(row).hidden = True
        for merged in sheet.get("merged", []):
            first, last = openpyxl.utils.range_boundaries(merged)[:2], openpyxl.utils.range_boundaries(merged)[2:]
            made.merge(first[1] - 1, last[1] - 1, first[0] - 1, last[0] - 1)
    book.save(str(path))


def in_pyexcelerate(path, sheets, _=False):
    book = pyexcelerate.Workbook()
    for name, sheet in sheets.items():
        if sheet.get("hidden"):
            continue
        made = book.new_sheet(name)
        for r, c, value, shown in cells(sheet):
            if isinstance(value, Formula):
                value = "=" + value.text
            made.set_cell_value(r + 1, c + 1, str(value) if isinstance(value, Error) else value)
            if shown:
                made.set_cell_style(r + 1, c + 1, pyexcelerate.Style(format=pyexcelerate.Format(FORMATS[shown])))
        for row in hidden_rows(sheet):
            made.set_row_style(row + 1, pyexcelerate.Style(size=0))
    book.save(str(path))


def plain(value):
    """A value for the writers that know neither error values nor formulas."""
    if isinstance(value, Formula):
        return plain(value.result)
    return None if isinstance(value, Error) else value


def grid(sheet, plain=plain):
    """The sheet's rows, all of one length."""
    width = max(map(len, sheet["rows"]))
    return [[plain(declared(cell)[0]) for cell in row] + [None] * (width - len(row)) for row in sheet["rows"]]


def shortened(sheet):
    """The sheet as text files have it: without its long texts."""
    return {**sheet, "rows": sheet["rows"][: sheet.get("rows_in_text_files")]}


def in_pandas(path, sheets, _=False):
    with pandas.ExcelWriter(path, engine="odf" if path.suffix == ".ods" else "openpyxl") as writer:
        for name, sheet in sheets.items():
            if not sheet.get("hidden"):
                head, *rows = grid(sheet)
                # Columns of dates and numbers as pandas itself would have them.
                frame = pandas.DataFrame(rows, columns=["" if name is None else name for name in head])
                frame.to_excel(writer, sheet_name=name, index=False)


def in_tablib(path, sheets, _=False):
    def plainer(value):
        # xlwt, which tablib writes .xls with, takes no elapsed time.
        return None if path.suffix == ".xls" and isinstance(value, dt.timedelta) else plain(value)

    book = tablib.Databook()
    for name, sheet in sheets.items():
        if not sheet.get("hidden"):
            head, *rows = grid(sheet, plainer)
            book.add_sheet(tablib.Dataset(*rows, headers=["" if name is None else name for name in head], title=name))
    single = path.suffix in (".csv", ".tsv")
    exported = book.sheets()[0].export(path.suffix[1:]) if single else book.export(path.suffix[1:])
    path.write_bytes(exported.encode() if isinstance(exported, str) else exported)


def program(name, *arguments):
    return subprocess.run([name, *map(str, arguments)], check=True, capture_output=True, text=True).stdout


def by_gnumeric(table, source):
    for exporter, extension in [
        ("Gnumeric_Excel:xlsx2", "xlsx"),
        ("Gnumeric_Excel:excel_biff8", "xls"),
        ("Gnumeric_OpenCalc:odf", "ods"),
    ]:
        program("ssconvert", "-T", exporter, source, FILES / f"{table}.gnumeric.{extension}")


def by_libreoffice(table, source):
    for target in ["xlsx:Calc MS Excel 2007 XML", "xls:MS Excel 97", "ods:calc8"]:
        extension = target.split(":")[0]
        with tempfile.TemporaryDirectory() as folder:
            program("soffice", "--headless", "--convert-to", target, "--outdir", folder, source)
            made = next(Path(folder).iterdir())
            shutil.copyfile(made, FILES / f"{table}.libreoffice.{extension}")


def texts(name):
    """Writes one sheet as text files."""
    one = {name: shortened(TABLES["sheets"][name])}
    path = FILES / name.lower()
    in_tablib(path.with_suffix(".tablib.csv"), one)
    in_tablib(path.with_suffix(".tablib.tsv"), one)
    head, *rows = grid(one[name])
    frame = pandas.DataFrame(rows, columns=["" if text is None else text for text in head])
    frame.to_csv(path.with_suffix(".pandas.csv"), index=False)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "source.xlsx"
        in_openpyxl(source, one)
        program("ssconvert", source, path.with_suffix(".gnumeric.csv"))
        program("soffice", "--headless", "--convert-to", "csv", "--outdir", folder, source)
        shutil.copyfile(Path(folder) / "source.csv", path.with_suffix(".libreoffice.csv"))


WRITERS = [
    ("openpyxl", "xlsx", in_openpyxl, True),
    ("openpyxl_write_only", "xlsx", in_openpyxl_write_only, False),
    ("xlsxwriter", "xlsx", in_xlsxwriter, True),
    ("xlsxwriter_constant_memory", "xlsx", in_xlsxwriter_constant_memory, False),
    ("xlwt", "xls", in_xlwt, True),
    ("pyexcelerate", "xlsx", in_pyexcelerate, False),
    ("pandas", "xlsx", in_pandas, False),
    ("pandas", "ods", in_pandas, False),
    ("tablib", "xlsx", in_tablib, False),
    ("tablib", "xls", in_tablib, False),
    ("tablib", "ods", in_tablib, False),
]


def main(packages):
    shutil.rmtree(FILES, ignore_errors=True)
    FILES.mkdir()
    for writer, extension, write, knows_1904 in WRITERS:
        write(FILES / f"sheets.{writer}.{extension}", TABLES["sheets"])
        if knows_1904:
            write(FILES / f"since_1904.{writer}.{extension}", TABLES["since_1904"], True)
    for name in ["Values", "Meetings"]:
        texts(name)
    for table in ["sheets", "since_1904"]:
        source = FILES / f"{table}.openpyxl.xlsx"
        by_gnumeric(table, source)
        by_libreoffice(table, source)
    # Excel 5's format, and one file that holds two workbooks: of Excel 5 and of Excel 97.
    for table, exporter, extension in [("sheets", "biff7", "biff7.xls"), ("since_1904", "dsf", "dsf.xls")]:
        source, made = FILES / f"{table}.openpyxl.xlsx", FILES / f"{table}.gnumeric.{extension}"
        program("ssconvert", "-T", f"Gnumeric_Excel:excel_{exporter}", source, made)
    versions = {name: version(name) for name in ["openpyxl", "XlsxWriter", "xlwt", "pyexcelerate", "pandas", "odfpy", "tablib"]}
    gnumeric = subprocess.run(["ssconvert", "--version"], capture_output=True, text=True)
    versions["Gnumeric"] = (gnumeric.stdout + gnumeric.stderr).split("'")[1]
    versions["LibreOffice"] = program("soffice", "--version").split()[1]
    by_node = subprocess.run(["node", HERE / "write.mjs"], cwd=packages, env={**os.environ, "TZ": "UTC"}, check=True, capture_output=True)
    versions |= json.loads(by_node.stdout)
    subprocess.run(["cargo", "run", "--quiet", "-p", "lanegate-workbook", "--example", "write_tables"], cwd=HERE, check=True)
    locked = tomllib.loads((HERE / "../../Cargo.lock").read_text())["package"]
    versions |= {package["name"]: package["version"] for package in locked if package["name"] == "rust_xlsxwriter"}
    lines = [f"{name} {number}\n" for name, number in sorted(versions.items(), key=lambda item: item[0].lower())]
    (HERE / "versions.txt").write_text("".join(lines))


main(sys.argv[1])
